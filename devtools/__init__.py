"""What tests, evaluation, benchmarks and scripts share: starting the assistant, a browser, a client, tables."""
