package dev.bascule.lab.fault;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.function.Consumer;

/**
 * A fault in a class that was built without it. What it is meant to change must be there, or the list of faults is out of
 * date.
 *
 * @param type the class, by its full name
 * @param method all methods of this name, or of any if it is empty
 * @param change what happens to their code
 */
public record Edit(String type, String method, Change change) {

  /** What a fault does to code. */
  public interface Change {

    /**
     * Looks at one element of a method.
     *
     * @return whether it wrote something else in its place
     */
    boolean replace(CodeBuilder code, CodeElement element);
  }

  /** Calls of a method are left out; what they would have returned is 0, false or null. */
  public static Change drop(String owner, String name) {
    return (code, element) -> {
      if (!(element instanceof InvokeInstruction call) || !is(call, owner, name)) {
        return false;
      }
      List<ClassDesc> parameters = call.typeSymbol().parameterList().reversed();
      parameters.forEach(parameter -> pop(code, TypeKind.from(parameter)));
      if (call.opcode() != Opcode.INVOKESTATIC) {
        code.pop();
      }
      TypeKind result = TypeKind.from(call.typeSymbol().returnType());
      switch (result.asLoadable()) {
        case VOID -> {
        }
        case INT -> code.iconst_0();
        case LONG -> code.lconst_0();
        case REFERENCE -> code.aconst_null();
        default -> throw new IllegalStateException("a call that returns " + result);
      }
      return true;
    };
  }

  /** Only the first call of a method in each changed method is left out. */
  public static Change dropFirst(String owner, String name) {
    boolean[] done = {false};
    Change drop = drop(owner, name);
    return (code, element) -> !done[0] && (done[0] = drop.replace(code, element));
  }

  /** A call with one argument gives the object that it is called on. */
  public static Change receiverOf(String owner, String name) {
    return (code, element) -> {
      if (!(element instanceof InvokeInstruction call) || !is(call, owner, name)) {
        return false;
      }
      code.pop();
      return true;
    };
  }

  /** Something is done before each call of a method. */
  public static Change before(String owner, String name, Consumer<CodeBuilder> what) {
    return (code, element) -> {
      if (element instanceof InvokeInstruction call && is(call, owner, name)) {
        what.accept(code);
        code.with(element);
        return true;
      }
      return false;
    };
  }

  /**
   * The first condition of a kind is the opposite.
   *
   * @param branch how the compiler leaves what is conditional: {@code IFEQ} or {@code IF_ACMPNE}
   */
  public static Change negate(Opcode branch) {
    Opcode opposite = switch (branch) {
      case IFEQ -> Opcode.IFNE;
      case IF_ACMPNE -> Opcode.IF_ACMPEQ;
      default -> throw new IllegalArgumentException("no condition that is known: " + branch);
    };
    boolean[] done = {false};
    return (code, element) -> {
      if (done[0] || !(element instanceof BranchInstruction found) || found.opcode() != branch) {
        return false;
      }
      code.branch(opposite, found.target());
      done[0] = true;
      return true;
    };
  }

  /** The class with the fault in it. */
  byte[] apply(byte[] original) throws IOException {
    int[] changes = {0};
    ClassFile files = ClassFile.of();
    byte[] changed = files.transformClass(files.parse(original),
        ClassTransform.transformingMethodBodies(
            found -> method.isEmpty() || found.methodName().equalsString(method),
            (code, element) -> {
              if (change.replace(code, element)) {
                changes[0]++;
              } else {
                code.with(element);
              }
            }));
    if (changes[0] == 0) {
      throw new IOException(type + "." + method + ": the fault has no place in it any more");
    }
    return changed;
  }

  private static boolean is(InvokeInstruction call, String owner, String name) {
    return call.name().equalsString(name)
        && call.owner().asInternalName().endsWith("/" + owner);
  }

  private static void pop(CodeBuilder code, TypeKind kind) {
    if (kind.slotSize() == 2) {
      code.pop2();
    } else {
      code.pop();
    }
  }
}
