"""Completions of models whose verdicts others have published: does Assay come to the same?"""

import os

from assay import first_message, read, table

ABOUT = (
    "Each that differs is run once more *alone*: program and tests in one file, by the language "
    "without any judge. Where that ends as our verdict does, the label cannot be reproduced here. "
    "Where it does not, both are repeated ten times: *chance* says that one of them goes now so, "
    "now so.")


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
    counts = {}
    for row in rows:
        count = counts.setdefault((row["source"], row["language"], verdicts[row["key"]][1]), [0, 0])
        count[0] += 1
        count[1] += row not in apart
    total, agreed = len(rows), len(rows) - len(apart)
    body = [[*key, *count, share(count[1], count[0])]
            for key, count in sorted(counts.items(), key=str)]
    body.append(["all", "", "", total, agreed, share(agreed, total)])
    lines = [*table(["set", "language", "level", "completions", "same verdict", "agreement"], body)]
    if not apart:
        return lines, []
    listed, faults = explained(assay, apart, verdicts)
    left = agreed + len(faults)
    return [*lines, "", "%s Without those, %d of %d agree: %s." % (
        ABOUT, agreed, left, share(agreed, left)), "", *listed], faults


def share(part, whole):
    return "%.2f %%" % (100 * part / whole)


def explained(assay, apart, verdicts):
    """A table of the disagreements, and those that are ours."""
    plain = assay.execute([alone(row) for row in apart])

    def is_ours(row):
        return ((plain[row["key"]]["verdict"] == "accepted")
                != (verdicts[row["key"]][0] == "accepted"))

    ours = [row for row in apart if is_ours(row)]
    random = {}
    if ours:
        for form in (job, alone):
            again = assay.execute([{**form(row), "repeat": 10} for row in ours])
            for key, result in again.items():
                random[key] = random.get(key, False) or bool(result["flaky"])
    body, faults = [], []
    for row in apart:
        verdict, _, message = verdicts[row["key"]]
        result = plain[row["key"]]
        reason = "label" if row not in ours else "chance" if random[row["key"]] else "judge"
        body.append([row["id"], row["label"], verdict, result["verdict"], reason,
                     message or first_message(result)])
        if reason == "judge":
            faults.append("%s: %s, and %s alone" % (row["id"], verdict, result["verdict"]))
    return [*table(["completion", "label", "verdict", "alone", "due to", "message"], body)], faults


def alone(row):
    source = started(row) + "\n" + row["test"]
    if row["language"] == "python" and "\ncheck(" not in row["test"]:
        source += "\ncheck(%s)\n" % row["entry_point"]
    return {"schema": "job/1", "id": row["key"], "language": row["language"], "source": source}


def started(row):
    """The program with what its prompt and its tests once brought: imports, the last brace."""
    program = row["program"]
    if row["language"] == "python":
        lines = [line for line in row["prompt"].splitlines()
                 if line.startswith(("import ", "from "))]
        return "".join(line + "\n" for line in lines) + program
    # MultiPL-E stops a model before the brace that closes the function: its tests begin with it.
    # In these records' tests it is not.
    return program + "\n}" * (program.count("{") - program.count("}") == 1)


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
             "solution": started(row), "model": row["key"]}
            for row in rows])
        found = {}
        for row in workspace.judge():
            found[row["author"]["name"]] = (row["verdict"], row["integrity"], "")
        return found
