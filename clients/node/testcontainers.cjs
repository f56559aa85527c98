'use strict';
// mockwx in a container. Needs the package testcontainers, which nothing else here does.

const { AbstractStartedContainer, GenericContainer, Wait } = require('testcontainers');
const { token } = require('./lib/control.cjs');
const { MockWx } = require('./lib/mockwx.cjs');

const PORT = 8780;

class MockWxContainer extends GenericContainer {
  constructor(image = 'mockwx') {
    super(image);
    this.withEnvironment({ MOCKWX_TOKEN: token() }).withExposedPorts(PORT).withWaitStrategy(Wait.forHealthCheck());
  }

  async start() {
    return new StartedMockWxContainer(await super.start());
  }
}

class StartedMockWxContainer extends AbstractStartedContainer {
  get url() {
    return `http://${this.getHost()}:${this.getMappedPort(PORT)}`;
  }

  world(scenario) {
    return MockWx.create(scenario, { url: this.url });
  }
}

module.exports = { MockWxContainer, StartedMockWxContainer };
