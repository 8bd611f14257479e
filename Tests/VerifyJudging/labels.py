"""Completions of models whose verdicts others have published: does Assay come to the same?"""

import os

from assay import first_message, read, table

# The published share that a re-run of completions of this kind agrees with, and our goal.
GOAL = 0.988


def labels(assay, shared, limit=0):
    path = os.path.join(shared, "data", "labelled", "real_completions.jsonl")
    rows = read(path, limit)
    for index, row in enumerate(rows):
        row["key"] = "%d" % index
    python = [row for row in rows if row["language"] == "python"]
    verdicts = {key: (result["verdict"], result["integrity"], first_message(result))
                for key, result in assay.execute([job(row) for row in python]).items()}
    verdicts.update(imported(assay, [row for row in rows if row["language"] != "python"]))
    counts = {}
    apart = []
    for row in rows:
        verdict, integrity, message = verdicts[row["key"]]
        count = counts.setdefault((row["source"], row["language"], integrity), [0, 0])
        agrees = (verdict == "accepted") == (row["label"] == "pass")
        count[0] += 1
        count[1] += agrees
        if not agrees:
            apart.append([row["id"], row["label"], verdict, reason(row, verdict), message])
    total = len(rows)
    agreed = total - len(apart)
    body = [[*key, *count, "%.2f %%" % (100 * count[1] / count[0])]
            for key, count in sorted(counts.items(), key=str)]
    body.append(["all", "", "", total, agreed, "%.2f %%" % (100 * agreed / total)])
    head = ["set", "language", "level", "completions", "same verdict", "agreement"]
    faults = []
    if agreed < GOAL * total:
        faults.append("agreement with labels: %d of %d" % (agreed, total))
    lines = [*table(head, body), ""]
    if apart:
        lines += table(["completion", "label", "verdict", "why", "message"], apart)
    return lines, faults


def job(row):
    made = {"style": "assertions", "code": row["test"]}
    if "\ncheck(" not in row["test"]:
        made["entry_point"] = row["entry_point"]
    return {"schema": "job/1", "id": row["key"], "language": row["language"],
            "source": row["program"], "tests": made}


def imported(assay, rows):
    """Through an importer, which turns the tests into calls where it understands them."""
    if not rows:
        return {}
    codes = {"rust": "rs"}
    problems = {}
    for row in rows:
        problems.setdefault(row["task_id"], {
            "name": row["task_id"], "language": codes[row["language"]], "prompt": row["prompt"],
            "tests": row["test"]})
    with assay.workspace() as workspace:
        workspace.importing("multipl-e", problems.values())
        names = {row["name"].split("/")[-1]: row["name"]
                 for row in workspace.call("problems", "list")[0]}
        workspace.importing("submissions", [
            {"schema": "submission/1", "problem": names[row["task_id"]],
             "solution": row["program"], "model": row["key"]}
            for row in rows])
        found = {}
        for row in workspace.judge():
            found[row["author"]["name"]] = (row["verdict"], row["integrity"], "")
        return found


def reason(row, verdict):
    return REASONS.get((row["source"], row["model"], row["task_id"]), "not known")


# Each seen by hand: what the completion does, and why the label differs.
REASONS = {}
