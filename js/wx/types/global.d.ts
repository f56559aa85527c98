/** A setup file of tests: `wx` becomes a pretend phone's, by MOCKWX_URL, MOCKWX_USER and the like. */
export {};
