package dev.bascule.lab.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows between modules and packages, as docs/architecture.md draws them. */
final class ArchitectureTest {

  private static final List<String> MODULES =
      List.of("bootctl", "image", "publisher", "updater", "lab");
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("dev.bascule");

  @ParameterizedTest
  @CsvSource({
      "bootctl, ''",
      "image, ''",
      "publisher, image",
      "updater, bootctl image",
      "lab, bootctl image publisher updater"
  })
  void modulesDependOnlyOnThoseBelowThem(String module, String below) {
    List<String> allowed = Arrays.asList(below.split(" ", -1));
    String[] forbidden = MODULES.stream()
        .filter(other -> !other.equals(module) && !allowed.contains(other))
        .map(ArchitectureTest::packages)
        .toArray(String[]::new);
    if (forbidden.length > 0) {
      noClasses().that()
          .resideInAPackage(packages(module))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(forbidden)
          .check(CLASSES);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bootctl", "image", "publisher", "updater", "lab"})
  void everyModuleIsLookedAt(String module) {
    assertThat(CLASSES)
        .anyMatch(type -> type.getPackageName().startsWith("dev.bascule." + module));
  }

  @Test
  void nativeCallsStayInOnePackageOfAModule() {
    noClasses().that()
        .resideOutsideOfPackages("dev.bascule.bootctl.sys..", "dev.bascule.publisher.pkcs11..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.sun.jna..")
        .check(CLASSES);
  }

  @Test
  void deviceCarriesNoSigningLibrary() {
    noClasses().that()
        .resideOutsideOfPackage("dev.bascule.publisher..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bouncycastle..")
        .check(CLASSES);
  }

  /** The one private key that a device may have says to a server who it is, in TLS. */
  @Test
  void deviceCannotSign() {
    noClasses().that()
        .resideInAnyPackage("dev.bascule.image..", "dev.bascule.bootctl..", "dev.bascule.updater..")
        .and()
        .doNotHaveFullyQualifiedName("dev.bascule.updater.source.ClientIdentity")
        .and()
        .doNotHaveFullyQualifiedName("dev.bascule.updater.source.KeyPairs")
        .and()
        .doNotHaveFullyQualifiedName("dev.bascule.updater.source.PrivateKeyFile")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.security\\..*(PrivateKey|KeyPair|KeyPairGenerator)")
        .check(CLASSES);
  }

  @Test
  void packagesOfAModuleHaveNoCycles() {
    slices().assignedFrom(new ByPackage()).should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses().should()
        .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Common|Base)")
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysThatNothingIsNullable() {
    assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
        .allSatisfy(place -> assertThat(place.isAnnotatedWith(NullMarked.class)).as(place.getName())
            .isTrue());
  }

  private static String packages(String module) {
    return "dev.bascule." + module + "..";
  }

  /** One slice per package, the modules' own root packages among them. */
  private static final class ByPackage implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
