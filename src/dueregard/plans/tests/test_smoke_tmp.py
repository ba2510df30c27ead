import glob, pytest
from pathlib import Path
from django.core.files.uploadedfile import SimpleUploadedFile
@pytest.mark.django_db
@pytest.mark.parametrize("n",["001","002","003","000","004"])
def test_all(officer, n):
    f=Path(glob.glob(f"/work/shared/spec/seeds/{n}*")[0])
    r=officer.client.post("/plans/import/",{"upload":SimpleUploadedFile(f.name,f.read_bytes())})
    assert r.status_code==302, r.content.decode()
    u=r.url
    r=officer.get(u); print(u,len(r.content)); assert r.status_code==200
    import re
    posts=re.findall(r'name="posts" type="checkbox" value="([^"]*)" checked',r.content.decode())
    r=officer.client.post(u,{"title":"T","posts":[]})
    assert r.status_code==302, r.content.decode()
    r=officer.get(r.url); assert r.status_code==200; print(len(r.content))
    from dueregard.plans.models import Action
    for a in Action.objects.all():
        print(a.ref,a.timescale_text[:40],a.first_day,a.last_day,a.next_due_on,a.waits_for, a.is_to_be_mapped, [m.is_open for m in a.measures.all()])
        assert officer.get(f"/actions/{a.pk}/").status_code==200
    for k in ("docx","xlsx"): assert officer.get(f"/actions/download/{k}/").status_code==200
    assert officer.get("/remit/").status_code==200
