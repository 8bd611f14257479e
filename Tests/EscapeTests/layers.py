#!/usr/bin/python3
"""The layer check: layers.py ASSAY [ATTACK...]

Inside a guard, runs each attack without the layers that are meant to stop it: then it must not end
as it should, or something else stops it as well. And without all of them but one: if that is enough
to contain it, that one counts. Prints a table, and the layers that no attack needs. Root only;
needs gcc, for a box that can leave layers out.
"""
import concurrent.futures
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
# Without it no other layer could be made.
IRREMOVABLE = "user_namespace"
TREE = os.path.dirname(os.path.dirname(HERE))


def install(assay):
    home = tempfile.mkdtemp(prefix="assay-layers-")
    os.makedirs(home + "/bin")
    shutil.copy(assay, home + "/bin/assay")
    for name in ("Sandboxes", "Rubrics"):
        shutil.copytree(f"{TREE}/{name}", f"{home}/{name}")
    sources = [path for path in glob.glob(TREE + "/Sources/CBox/*.c")
               if not path.endswith("/filter.c")]
    subprocess.run(
        ["gcc", "-O2", "-std=gnu17", "-static", "-w", "-DBOX_LAYER_CHECK",
         "-I", TREE + "/Sources/CBox/include", "-I", TREE + "/Sources/assay-box",
         *sources, *glob.glob(TREE + "/Sources/assay-box/*.c"), "-o", home + "/bin/assay-box"],
        check=True)
    subprocess.run(["chmod", "-R", "a+rX", home], check=True)
    return home


def attack(home, names, without, seconds):
    words = ["bin/assay", "sandbox", "attack", "--json", *names]
    if without:
        words += ["--without", ",".join(without)]
    run = subprocess.run(
        [sys.executable, HERE + "/guard.py", str(seconds), home, *words],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    rows = []
    for line in run.stdout.splitlines():
        try:
            rows.append(json.loads(line))
        except ValueError:
            pass
    return rows, run.stderr.strip()


def judged(home, name, without):
    """Whether the attack was contained, and what says that it was not."""
    rows, errors = attack(home, [name], without, 40)
    if not rows:
        # It took the runner along, or the guard's time: that is no containment.
        return False, "the runner was lost: " + errors[-120:].replace("\n", " ")
    row = rows[0]
    if row["message"]:
        return False, "did not run: " + row["message"][:100]
    faults = [word for word, good in (
        ("escaped", row["contained"]), ("verdict " + row["verdict"], row["verdict_right"]),
        ("next run", row["next_run_clean"]), ("host", row["host_unharmed"])) if not good]
    return not faults, ", ".join(faults)


def examine(home, row):
    """One line of the table."""
    name, layers = row["attack"], row["layers"]
    if IRREMOVABLE in layers:
        return name, layers, "not tried: the user namespace cannot be left out", []
    contained, why = judged(home, name, layers)
    if contained:
        return name, layers, "SURVIVES", []
    needed = []
    for layer in layers:
        others = [other for other in layers if other != layer]
        if not others or judged(home, name, others)[0]:
            needed.append(layer)
    return name, layers, why, needed


def main():
    if len(sys.argv) < 2 or os.geteuid() != 0:
        sys.exit(__doc__)
    home = install(sys.argv[1])
    try:
        rows, errors = attack(home, sys.argv[2:], [], 400)
        bad = [row["attack"] for row in rows
               if row["faults"] or row["message"]]
        if not rows or bad:
            sys.exit(f"with all layers, in the guard, not contained: {bad}\n{errors[-2000:]}")
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            lines = list(pool.map(lambda row: examine(home, row), rows))
    finally:
        shutil.rmtree(home)
    width = max(len(line[0]) for line in lines)
    alone = {}
    for name, layers, why, needed in lines:
        print(f"{name:{width}}  without {', '.join(layers)}: {why}")
        print(f"{'':{width}}  enough by itself: {', '.join(needed) or 'none'}")
        for layer in needed:
            alone.setdefault(layer, []).append(name)
    named = {layer for line in lines for layer in line[1]}
    print()
    for layer in sorted(named):
        print(f"{layer}: contains {len(alone.get(layer, []))} attacks by itself")
    survivors = [line[0] for line in lines if line[2] == "SURVIVES"]
    untried = [line[0] for line in lines if line[2].startswith("not tried")]
    failed = len(lines) - len(survivors) - len(untried)
    print(f"{len(lines)} attacks, {failed} end otherwise without their layers")
    print("not tried:", ", ".join(untried) or "none")
    print("survive:", ", ".join(survivors) or "none")
    print("layers that no attack needs:", ", ".join(sorted(named - set(alone))) or "none")


if __name__ == "__main__":
    main()
