from equalities.codelists import atoms, crosswalk, load


def test_chinese_moves_to_another_group_but_stays_the_same_people():
    assert atoms("ethnic_group_census2001_ew", "O1") == atoms("ethnic_group_census2021_ew", "2")
    assert atoms("ethnic_group_census2001_ew", "asian") < atoms("ethnic_group_census2011_ew", "asian")
    assert atoms("ethnic_group_census2011_ew", "asian") == atoms("ethnic_group_census2021_ew", "asian")


def test_the_same_code_of_two_lists_is_not_the_same_people():
    assert atoms("ethnic_group_census2001_ew", "B1") != atoms("ethnic_group_census2011_ew", "B1")


def test_roma_stand_in_other_white_before_2021():
    other_white = atoms("ethnic_group_census2011_ew", "W4")
    assert other_white == atoms("ethnic_group_census2021_ew", "16") | atoms(
        "ethnic_group_census2021_ew", "17"
    )


def test_every_group_of_the_four_lists_stands_in_the_crosswalk():
    lists = (
        "census2021_ew",
        "census2011_ew",
        "census2001_ew",
        "nhs_2001",
        "gss_input_ew",
        "hesa_2022",
        "schools_england",
    )
    for name in (f"ethnic_group_{each}" for each in lists):
        assert all(atoms(name, code) for code in load(name).leaves)


def test_quality_is_said():
    links = crosswalk("ethnic_group_census2021_ew", "ethnic_group_nhs_2001")
    roma = next(link for link in links if link.source == "16")
    assert (roma.target, roma.quality) == ("C", "approx")
    assert sum(link.quality == "exact" for link in links) == 16
    assert crosswalk("ethnic_group_census2021_ew", "ethnic_group_scotland_2022") == ()
    assert crosswalk("ethnic_group_census2021_ew", "religion_census2021_ew") == ()


def test_universities_asked_in_2022_as_the_census_did():
    links = crosswalk("ethnic_group_hesa_2022", "ethnic_group_census2021_ew")
    assert (len(links), {link.quality for link in links}) == (19, {"exact"})
    for own, census in {"163": "15", "101": "2", "139": "8", "899": "19", "mixed": "mixed"}.items():
        assert atoms("ethnic_group_hesa_2022", own) == atoms("ethnic_group_census2021_ew", census)


def test_universities_before_2022_had_one_box_for_most_white_groups():
    assert atoms("ethnic_group_hesa_2012", "10") == atoms("ethnic_group_census2021_ew", "white")
    assert atoms("ethnic_group_hesa_2012", "34") == atoms("ethnic_group_census2021_ew", "2")
    assert atoms("ethnic_group_hesa_2012", "19") == frozenset()  # nobody knows whom of the census it holds
    links = crosswalk("ethnic_group_census2021_ew", "ethnic_group_hesa_2012")
    assert "10" not in {link.target for link in links}


def test_schools_draw_another_line_between_travellers_gypsies_and_roma():
    census = [atoms("ethnic_group_census2021_ew", code) for code in ("15", "16")]
    schools = [atoms("ethnic_group_schools_england", code) for code in ("WIRT", "WROM")]
    assert frozenset().union(*census) == frozenset().union(*schools)
    assert not {*census} & {*schools}
    assert atoms("ethnic_group_schools_england", "white") == atoms("ethnic_group_census2021_ew", "white")
    assert atoms("ethnic_group_schools_england", "CHNE") == atoms("ethnic_group_nhs_2001", "R")
    notes = {
        link.note
        for link in crosswalk("ethnic_group_schools_england", "ethnic_group_census2021_ew")
        if link.note
    }
    assert notes == {
        "schools count Gypsies with Roma and Travellers of Irish heritage apart",
        "schools have no box for Arab: most are in any other ethnic group",
    }


def test_lists_of_the_nhs_meet_those_of_the_census():
    assert atoms("religion_nhs", "G") == atoms("religion_census2021_ew", "6")
    others = (atoms("religion_nhs", code) for code in "AEHJK")
    assert frozenset().union(*others) == atoms("religion_census2021_ew", "8")
    assert atoms("sex_nhs", "2") == atoms("sex_census2021", "1")  # women
    assert atoms("sex_nhs", "9") == frozenset()
    assert atoms("sexual_orientation_nhs", "4") == atoms("sexual_orientation_census2021_6a", "4")
    four = [atoms("sexual_orientation_census2021_9a", code) for code in "4567"]
    assert frozenset().union(*four) == atoms("sexual_orientation_gss", "4")


def test_bands_of_age_are_years():
    broad = atoms("age_census2021_3a", "2")
    fine = [atoms("age_five_year_18", code) for code in ("15-19", "20-24")]
    assert fine[1] < broad
    assert not fine[0] <= broad


def test_lists_that_share_their_groups():
    assert atoms("religion_gss_england", "6") == atoms("religion_census2021_ew", "6")
    assert atoms("sex_census2021", "1") != atoms("gender_recorded", "woman")
