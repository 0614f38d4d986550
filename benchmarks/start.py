"""CPU seconds of `extractor --help` and `import extractor`, beside a Python that does nothing, in the same run.

python benchmarks/start.py
"""

import resource
import subprocess
import sys

RUNS = 7
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "import extractor": [sys.executable, "-c", "import extractor"],
    "extractor --help": [sys.executable, "-m", "extractor", "--help"],
}


def cpu_seconds(command: list[str]) -> float:
    """CPU time, user and system, of one run of `command`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print the best of several runs of each."""
    best = {name: min(cpu_seconds(command) for _ in range(RUNS)) for name, command in COMMANDS.items()}
    floor = best["python -c pass"]
    for name, seconds in best.items():
        print(f"{name:20} {seconds:6.3f} s CPU  {seconds / floor:6.1f} x")


if __name__ == "__main__":
    main()
