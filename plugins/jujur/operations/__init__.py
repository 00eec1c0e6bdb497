"""The use cases. The only place where rooms meet: a DAG task, a web button and a CLI command do exactly the same thing."""
