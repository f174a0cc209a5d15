import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.KeyStoreWrapper;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginBundle;
import org.elasticsearch.plugins.PluginsLoader;
import org.elasticsearch.rest.RestController;
import org.elasticsearch.cluster.service.ClusterService;

/**
 * One Elasticsearch node in this JVM. It ends on SIGTERM, and when its standard input is closed: whoever started it has
 * ended then, by whatever signal.
 *
 * <p>Arguments: the home folder (modules/, plugins/) and the configuration folder (elasticsearch.yml, log4j2.properties).
 */
public final class ServerNode {

    public static void main(String[] arguments) throws Exception {
        LogConfigurator.configureESLogging();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
            baseSettings(arguments[0]),
            Map.of(),
            Path.of(arguments[1]),
            () -> "node"
        );
        LogConfigurator.setNodeName(Node.NODE_NAME_SETTING.get(environment.settings()));
        LogConfigurator.configure(environment, true);

        Node node = new Node(environment, PluginsLoader.createPluginsLoader(
            bundlesOf("loadModulesBundles", environment.modulesDir()),
            bundlesOf("loadPluginsBundles", environment.pluginsDir()),
            Map.of()
        ));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeQuietly(node)));
        ClusterService cluster = node.injector().getInstance(ClusterService.class);
        node.injector().getInstance(RestController.class).registerHandler(new GreetingEndpoint(cluster));
        node.start();

        int sent = System.in.read();
        while (sent != -1) {
            sent = System.in.read();
        }
        System.exit(0);
    }

    private static Settings baseSettings(String home) throws Exception {
        Settings.Builder settings = Settings.builder().put("path.home", home);
        String password = System.getenv("SERVER_NODE_PASSWORD");
        if (password != null) {
            KeyStoreWrapper secrets = KeyStoreWrapper.create();
            // Password of the user "elastic", who is there before any other user is.
            secrets.setString("bootstrap.password", password.toCharArray());
            settings.setSecureSettings(secrets);
        }
        return settings.build();
    }

    /** Version 8 loads by (Path), version 9 by (Path, boolean). */
    @SuppressWarnings("unchecked")
    private static Set<PluginBundle> bundlesOf(String loader, Path folder) throws ReflectiveOperationException {
        for (Method method : PluginsLoader.class.getMethods()) {
            if (method.getName().equals(loader)) {
                Object[] values = method.getParameterCount() == 1 ? new Object[] { folder } : new Object[] { folder, false };
                return (Set<PluginBundle>) method.invoke(null, values);
            }
        }
        throw new NoSuchMethodException(loader);
    }

    private static void closeQuietly(Node node) {
        try {
            node.close();
        } catch (Exception failure) {
            failure.printStackTrace();
        }
    }
}
