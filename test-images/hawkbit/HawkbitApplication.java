import org.eclipse.hawkbit.autoconfigure.security.EnableHawkbitManagedSecurityConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** Eclipse hawkBit's update server, of its own modules; run from this source by a JDK. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableHawkbitManagedSecurityConfiguration
public class HawkbitApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(HawkbitApplication.class, arguments);
  }
}
