"""``python -m nvdx``."""

from nvdx.cli import main

if __name__ == "__main__":
    main()
