"""Components of the pipeline that learn from the examples, or that the learning depends on."""
