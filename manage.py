"""Django's usual entry; the same commands stand behind the console program `lianxin`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from lianxin.console import main

if __name__ == "__main__":
    main()
