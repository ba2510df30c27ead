"""What one of the people does, for locust: open the page of an own action, write an update, save it, look again."""

import itertools
import json
import os
import re
from pathlib import Path

from locust import HttpUser, constant_pacing, task

FOLDER = Path(os.environ["LOAD_FOLDER"])
PEOPLE = iter(json.loads((FOLDER / "people.json").read_text()))
SAVED = (FOLDER / "saved").open("a", buffering=1)
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|version)" value="([^"]*)"')


class Lead(HttpUser):
    wait_time = constant_pacing(float(os.environ["LOAD_PACE"]))

    def on_start(self):
        person = next(PEOPLE)
        self.client.cookies.set("sessionid", person["session"])
        self.page, self.name = f"/actions/{person['action']}/record-update/", person["action"]
        self.numbers = itertools.count()

    @task
    def save_an_update(self):
        with self.client.get(self.page, name="open", catch_response=True) as opened:
            if not answered(opened, 200):
                return
        note = f"load-{self.name}-{next(self.numbers)}"
        said = dict(HIDDEN.findall(opened.text)) | {"note": note}
        sent = {"data": said, "name": "save", "allow_redirects": False, "catch_response": True}
        with self.client.post(self.page, **sent) as response:
            if answered(response, 302):
                SAVED.write(f"{note}\n")


def answered(response, status):
    """Whether it answered as it should. No answer at all is the server's absence, which is counted apart."""
    if response.status_code == 0:
        response.request_meta["name"] = "no answer"
        response.success()
        return False
    if response.status_code != status:
        response.failure(f"answered {response.status_code}")
    return response.status_code == status
