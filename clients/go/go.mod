module mockwx.test/mockwx

go 1.22
