package mockwx.junit5;

import java.util.Optional;
import mockwx.MockWx;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives each test its world: the same one to {@code @BeforeEach}, the test and {@code @AfterEach}. */
public final class MockwxExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(MockwxExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == MockWx.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context.getStore(NAMESPACE).getOrComputeIfAbsent("world", key -> new World(scenario(context)), World.class).mockwx;
  }

  /** The nearest: a nested class's tests have those of the classes around it. */
  private static Optional<String> scenario(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), Scenario.class)
        .map(Scenario::value)
        .or(() -> context.getParent().flatMap(MockwxExtension::scenario));
  }

  private static final class World implements ExtensionContext.Store.CloseableResource {
    private final MockWx mockwx;

    World(Optional<String> scenario) {
      mockwx = scenario.map(MockWx::new).orElseGet(MockWx::new);
    }

    @Override
    public void close() {
      mockwx.close();
    }
  }
}
