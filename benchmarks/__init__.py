"""What is measured: figures and ratios that tests do not assert."""
