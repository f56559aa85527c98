// Made, not started: that wants an engine.
const assert = require('node:assert/strict');
const { MockWxContainer } = require('mockwx/testcontainers');

const { createOpts, environment, exposedPorts } = new MockWxContainer();
assert.deepEqual([environment ?? createOpts.Env, exposedPorts], [{ MOCKWX_TOKEN: 'none' }, [8780]]);
