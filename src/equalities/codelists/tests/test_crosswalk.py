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
    lists = ("census2021_ew", "census2011_ew", "census2001_ew", "nhs_2001", "gss_input_ew")
    for name in (f"ethnic_group_{each}" for each in lists):
        assert all(atoms(name, code) for code in load(name).leaves)


def test_quality_is_said():
    links = crosswalk("ethnic_group_census2021_ew", "ethnic_group_nhs_2001")
    roma = next(link for link in links if link.source == "16")
    assert (roma.target, roma.quality) == ("C", "approx")
    assert sum(link.quality == "exact" for link in links) == 16
    assert crosswalk("ethnic_group_census2021_ew", "ethnic_group_scotland_2022") == ()


def test_bands_of_age_are_years():
    broad = atoms("age_census2021_3a", "2")
    fine = [atoms("age_five_year_18", code) for code in ("15-19", "20-24")]
    assert fine[1] < broad
    assert not fine[0] <= broad


def test_lists_that_share_their_groups():
    assert atoms("religion_gss_england", "6") == atoms("religion_census2021_ew", "6")
    assert atoms("sex_census2021", "1") != atoms("gender_recorded", "woman")
