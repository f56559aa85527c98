import { AbstractStartedContainer, GenericContainer } from 'testcontainers';
import type { MockWx, Scenario } from './index.js';

/**
 * mockwx in a container: `const wechat = await new MockWxContainer().start()`. Its token is MOCKWX_TOKEN's, with which this
 * package's worlds ask as well.
 */
export class MockWxContainer extends GenericContainer {
  /** By default `mockwx`, as `docker build -t mockwx CHECKOUT` makes it. */
  constructor(image?: string);
  start(): Promise<StartedMockWxContainer>;
}

export class StartedMockWxContainer extends AbstractStartedContainer {
  /** Where it is for this process and for a backend on this machine; worlds are below it. As MOCKWX_URL for all workers. */
  readonly url: string;
  /** A world of its own, as `MockWx.create` makes one; close it at the test's end. */
  world(scenario?: Scenario): Promise<MockWx>;
}
