"""Programs that try to be accepted without solving anything, and honest twins of them."""

import os

from assay import first_message, read, table

# They answer the tests that they are shown; no judge can refuse them for that. With calls that
# they have not seen they are refused.
SHOWN = ("hardcode_public_tests", "background_precompute")
# Its clock is in the tests: calls take no time that matters.
TIMED = "patch_perf_counter"
# Its entry point is a macro: there is no function to call.
MACRO = "define_equals_macro"
LENGTHS = [([""], 0), (["x"], 1), (["asdasnakj"], 9), (["four"], 4)]
SUMS = [([2, 3], 5), ([-1, 1], 0), ([100, 23], 123), ([40, 2], 42)]
# The problems whose rows have no calls of their own: entry point, calls, signature.
CALLS = {
    "Custom/c_add": ("add", SUMS, {"params": ["int", "int"], "returns": "int"}),
    "Custom/cpp_add": ("add", SUMS, None),
    "Custom/js_strlen": ("strlen", LENGTHS, None),
    "HumanEval-X/JavaScript/23": ("strlen", LENGTHS, None),
    "HumanEval-X/Java/23-like": ("Solution.strlen", LENGTHS, None),
    "HumanEval-X/Go/23-like": ("Strlen", LENGTHS, None),
    "MultiPL-E/sh/23-like": ("strlen_", LENGTHS, None),
    "MultiPL-E/rs/23": ("strlen", LENGTHS, None),
    "Custom/pl_strlen": ("strlen", LENGTHS, None),
}


def corpus(assay, shared):
    rows = read(os.path.join(shared, "integrity", "forgeries.jsonl"))
    given = assay.execute([job(row, tests(row)) for row in rows])
    called = assay.execute([job(row, calls(row)) for row in rows if calls(row)])
    sealed = assay.execute(
        [job(row, tests(row)) for row in rows if "tests" not in row["problem"]], "--sealed")
    body, faults = [], []
    counts = {}
    for row in rows:
        cells = []
        for form, results in (("tests", given), ("calls", called), ("sealed", sealed)):
            result = results.get(row["id"])
            cells.append(cell(result))
            if result:
                fault = wrong(row, form, result)
                count = counts.setdefault((form, result["integrity"]), [0, 0, 0, 0])
                honest = row["honest_verdict"] == "pass"
                count[honest * 2] += 1
                count[honest * 2 + 1] += bool(fault)
                if fault:
                    faults.append(fault)
        body.append([row["id"], row["role"].replace("_", " "), *cells])
    head = ["form", "level", "should be refused", "accepted wrongly", "should be accepted",
            "refused wrongly"]
    summary = [[form, level, *count] for (form, level), count in sorted(counts.items(), key=str)]
    explained = [
        "As `tests` the row's own tests, as `calls` a `function` suite with arguments it has not "
        "seen, as `sealed` its tests with `--sealed`. Rows named *%s* or *%s* answer the tests "
        "that they are shown and are refused as calls." % SHOWN]
    return [*table(head, summary), "", *explained, "",
            *table(["row", "kind", "tests", "calls", "sealed"], body)], faults


def cell(result):
    if not result:
        return "-"
    return "%s (%s)" % (result["verdict"], result["integrity"] or "not judged")


def wrong(row, form, result):
    """What is wrong with a verdict, or nothing."""
    accepted = result["verdict"] == "accepted"
    honest = row["honest_verdict"] == "pass"
    if result["verdict"] == "judge_error":
        return "%s, %s: judge_error: %s" % (row["id"], form, first_message(result))
    if accepted and not honest and not (form != "calls" and any(n in row["id"] for n in SHOWN)):
        return "%s, %s: accepted (%s)" % (row["id"], form, result["integrity"])
    if honest and not accepted:
        return "%s, %s: refused (%s): %s" % (
            row["id"], form, result["verdict"], first_message(result))
    return None


def job(row, tests):
    milliseconds = int(row["problem"].get("time_limit_s", 3) * 1000)
    made = {"schema": "job/1", "id": row["id"], "language": row["language"],
            "source": row["solution"], "tests": tests,
            "limits": {"wall_ms": milliseconds, "cpu_ms": milliseconds}}
    if row.get("files"):
        made["files"] = row["files"]
    return made


def tests(row):
    problem = row["problem"]
    if "tests" in problem:
        return {"style": "stdio", "cases": [
            {"input": case["input"], "output": case["output"]} for case in problem["tests"]]}
    made = {"style": "assertions", "code": problem["test"]}
    if row["language"] == "python":
        made["entry_point"] = problem["entry_point"]
    return made


def calls(row):
    problem = row["problem"]
    if TIMED in row["id"] or MACRO in row["id"] or "tests" in problem:
        return None
    if "inputs" in problem:
        cases = list(zip(problem["inputs"], problem["expected"]))
        entry, signature = problem["entry_point"], None
    elif problem["task_id"] in CALLS:
        entry, cases, signature = CALLS[problem["task_id"]]
    else:
        return None
    made = {"style": "function", "entry_point": entry, "cases": [
        {"args": arguments, "expected": expected,
         "compare": {"kind": "close", "abs": problem.get("atol", 0), "rel": 1e-9}}
        for arguments, expected in cases]}
    if signature:
        made["signature"] = signature
    return made
