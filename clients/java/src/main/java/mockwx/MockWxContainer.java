package mockwx;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * mockwx in a container, by Testcontainers, which a project that uses this class depends on itself. Its token is
 * MOCKWX_TOKEN's, with which worlds ask as well.
 */
public final class MockWxContainer extends GenericContainer<MockWxContainer> {
  private static final int PORT = 8780;

  /** The image {@code mockwx}, as {@code docker build -t mockwx CHECKOUT} makes it. */
  public MockWxContainer() {
    this("mockwx");
  }

  public MockWxContainer(String image) {
    super(image);
    withEnv("MOCKWX_TOKEN", Server.token()).withExposedPorts(PORT).waitingFor(Wait.forHealthcheck());
  }

  /** Where it is for this process and for a backend on this machine; worlds are below it. */
  public String url() {
    return "http://" + getHost() + ":" + getMappedPort(PORT);
  }

  /** A world of its own; close it at the test's end. */
  public MockWx world() {
    return MockWx.at(url());
  }

  /** A world that begins with a scenario, as {@link MockWx#MockWx(Object)} takes it. */
  public MockWx world(Object scenario) {
    return MockWx.at(url(), scenario);
  }
}
