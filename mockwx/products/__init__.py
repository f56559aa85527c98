"""What WeChat says: one folder per product, one small file per endpoint, each endpoint a value in a table."""
