"""The texts that a model reads, one Markdown file each: `rules`, `example`, `article`, `repair`."""
