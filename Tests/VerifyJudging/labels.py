"""Completions of models whose verdicts others have published: does Assay come to the same?"""

import os

from assay import first_message, read, table


def labels(assay, shared, limit=0):
    path = os.path.join(shared, "data", "labelled", "real_completions.jsonl")
    rows = read(path, limit)
    for index, row in enumerate(rows):
        row["key"] = "%d" % index
    python = [row for row in rows if row["language"] == "python"]
    verdicts = {key: (result["verdict"], result["integrity"], first_message(result))
                for key, result in assay.execute([job(row) for row in python]).items()}
    verdicts.update(imported(assay, [row for row in rows if row["language"] != "python"]))
    apart = [row for row in rows
             if (verdicts[row["key"]][0] == "accepted") != (row["label"] == "pass")]
    plain = assay.execute([alone(row) for row in apart]) if apart else {}
    counts = {}
    for row in rows:
        count = counts.setdefault((row["source"], row["language"], verdicts[row["key"]][1]), [0, 0])
        count[0] += 1
        count[1] += row not in apart
    total, agreed = len(rows), len(rows) - len(apart)
    body = [[*key, *count, "%.2f %%" % (100 * count[1] / count[0])]
            for key, count in sorted(counts.items(), key=str)]
    body.append(["all", "", "", total, agreed, "%.2f %%" % (100 * agreed / total)])
    lines = [*table(["set", "language", "level", "completions", "same verdict", "agreement"], body)]
    faults, listed, cannot = [], [], 0
    for row in apart:
        verdict, _, message = verdicts[row["key"]]
        result = plain[row["key"]]
        # Without any judge: the program and its tests in one file, by the language alone.
        same = (result["verdict"] == "accepted") == (verdict == "accepted")
        listed.append([row["id"], row["label"], verdict, result["verdict"],
                       message or first_message(result)])
        cannot += same
        if not same:
            faults.append("%s: %s, and %s alone" % (row["id"], verdict, result["verdict"]))
    if listed:
        left = total - cannot
        lines += ["", "Each that differs is run once more *alone*: program and tests in one file, "
                  "by the language without any judge. Where that ends as our verdict does, the "
                  "label cannot be reproduced here. Without those, %d of %d agree: %.2f %%."
                  % (agreed, left, 100 * agreed / left), "",
                  *table(["completion", "label", "verdict", "alone", "message"], listed)]
    return lines, faults


def alone(row):
    source = started(row) + "\n" + row["test"]
    if row["language"] == "python" and "\ncheck(" not in row["test"]:
        source += "\ncheck(%s)\n" % row["entry_point"]
    return {"schema": "job/1", "id": row["key"], "language": row["language"], "source": source}


def started(row):
    """The program behind the imports of its prompt, which the completions rely on."""
    if row["language"] != "python":
        return row["program"]
    lines = [line for line in row["prompt"].splitlines() if line.startswith(("import ", "from "))]
    return "".join(line + "\n" for line in lines) + row["program"]


def job(row):
    made = {"style": "assertions", "code": row["test"]}
    if "\ncheck(" not in row["test"]:
        made["entry_point"] = row["entry_point"]
    return {"schema": "job/1", "id": row["key"], "language": row["language"],
            "source": started(row), "tests": made}


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

