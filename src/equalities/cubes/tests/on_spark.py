"""Run by test_elsewhere.py in a process of its own: what Spark on this machine makes of a file, as JSON."""

import json
import re
import sys
from pathlib import Path

import ibis
from pyspark.sql import SparkSession

from equalities.cubes import Layout, read

LOCAL = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def main(parquet, layouts):
    session = SparkSession.builder.master("local[2]").config(map=LOCAL).getOrCreate()
    session.read.parquet(parquet).createOrReplaceTempView("people")
    table = ibis.pyspark.connect(session).table("people")
    said = json.loads(layouts)
    found = {name: read(table, Layout.from_dict(layout)).as_dict() for name, layout in said.items()}
    found["docs/scale.md"] = on_the_page(session)
    session.stop()
    print(json.dumps(found))


def on_the_page(session):
    """Run the lines of docs/scale.md about Spark in this session; how many people they count."""
    page = Path(__file__).parents[4] / "docs" / "scale.md"
    if not page.exists():
        return None
    (lines,) = re.findall(r"```python\n(# Spark\n.*?)```", page.read_text(), re.DOTALL)
    names = {"spark": session}
    exec(lines, names)
    return names["reading"].cube.total


if __name__ == "__main__":
    main(*sys.argv[1:])
