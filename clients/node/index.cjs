'use strict';
// mockwx for Node: a world of WeChat's per test, over mockwx's HTTP control plane.

const { start } = require('./lib/server.cjs');
const { MockWx } = require('./lib/mockwx.cjs');
const { Phone } = require('./lib/phone.cjs');
const { Interception } = require('./lib/interception.cjs');
const { MockWxError } = require('./lib/errors.cjs');

module.exports = { Interception, MockWx, MockWxError, Phone, start };
