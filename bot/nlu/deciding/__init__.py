"""Components of the pipeline that decide and learn nothing: changing them needs no training."""
