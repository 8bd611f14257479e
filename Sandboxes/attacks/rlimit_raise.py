import os
import resource

for name in sorted(dir(resource)):
    if not name.startswith("RLIMIT_"):
        continue
    number = getattr(resource, name)
    soft, hard = resource.getrlimit(number)
    if hard == resource.RLIM_INFINITY:
        continue
    for wanted in (hard + 1, resource.RLIM_INFINITY):
        for pid in (os.getpid(), 1):
            try:
                resource.prlimit(pid, number, (soft, wanted))
                if resource.prlimit(pid, number)[1] != hard and pid != 1:
                    print(f"ESCAPED: {name} raised beyond {hard}")
            except (OSError, ValueError) as error:
                print(f"CONTAINED: {name}: {error}")
