module example.com/shop

go 1.22

require mockwx.test/mockwx v0.1.0

replace mockwx.test/mockwx => /path/to/mockwx/clients/go
