"""The reports of an audit, each written from one AuditReport: text, HTML, SARIF, JUnit and a badge."""
