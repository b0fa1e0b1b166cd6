from evals.bench.cli import main

main()
