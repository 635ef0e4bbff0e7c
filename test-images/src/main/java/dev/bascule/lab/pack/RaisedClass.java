package dev.bascule.lab.pack;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;

/**
 * A class in a form that the virtual machine's cache keeps. It does not keep classes of before Java 6 (JVMS 4.10: they
 * are verified by the old way, without stack maps), and picocli's are such; so they get stack maps and a newer version.
 * Code and meaning stay.
 */
final class RaisedClass {

  /** The first version whose classes the cache keeps. */
  private static final int KEPT = ClassFile.JAVA_6_VERSION;
  private static final int RAISED = ClassFile.JAVA_8_VERSION;

  private RaisedClass() {}

  /** Whether a class file is too old for the cache. */
  static boolean isOld(byte[] bytes) {
    return bytes.length > 8 && (((bytes[6] & 0xff) << 8) | (bytes[7] & 0xff)) < KEPT;
  }

  /**
   * The same class with a version that the cache keeps.
   *
   * @param classes where the classes that it names are found
   */
  static byte[] of(byte[] bytes, ClassLoader classes) {
    ClassFile format = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS,
        ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)));
    ClassModel model = format.parse(bytes);
    // A method whose code is passed on instruction by instruction is assembled anew, with stack maps.
    ClassTransform code = ClassTransform
        .transformingMethodBodies((builder, element) -> builder.with(element));
    ClassTransform version = (builder, element) -> {
      if (element instanceof ClassFileVersion) {
        builder.withVersion(RAISED, 0);
      } else {
        builder.with(element);
      }
    };
    return format.transformClass(model, code.andThen(version));
  }
}
