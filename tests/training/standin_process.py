"""Speaks as `training.process` does and trains nothing: `python standin_process.py FOLDER`.

How it behaves stands in the folder above the run's: `script.json`, a list of events, and of
numbers, which are seconds to wait. {"kill": true} ends it by SIGKILL. It goes on after the last
step in checkpoint.safetensors, as the real one does.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

folder = Path(sys.argv[1])
checkpoint = folder / "checkpoint.safetensors"


def stop(*_args: object) -> None:
    print(json.dumps({"event": "cancelled"}), flush=True)
    sys.exit(0)


signal.signal(signal.SIGTERM, stop)
done = int(checkpoint.read_text()) if checkpoint.exists() else 0
with (folder / "starts").open("a") as starts:
    starts.write(f"{os.getpid()} from {done}\n")
print("a library says hello", flush=True)
for event in json.loads((folder.parent / "script.json").read_text()):
    if isinstance(event, int | float):
        time.sleep(event)
        continue
    if event.get("kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    if event.get("exit"):
        print("the last words", file=sys.stderr, flush=True)
        sys.exit(event["exit"])
    if event["event"] == "progress":
        if event["step"] <= done:
            continue
        checkpoint.write_text(str(event["step"]))
    if event["event"] == "done":
        (folder / "best").mkdir(exist_ok=True)
        (folder / "best" / "adapter_model.safetensors").write_bytes(b"weights")
        (folder / "adapter.gguf").write_bytes(b"GGUF adapter")
    print(json.dumps(event), flush=True)
