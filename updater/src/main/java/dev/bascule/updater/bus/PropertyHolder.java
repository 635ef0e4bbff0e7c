package dev.bascule.updater.bus;

import java.util.Map;
import org.freedesktop.dbus.errors.PropertyReadOnly;
import org.freedesktop.dbus.errors.UnknownProperty;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;

/** Answers for an object's properties, which can only be read. */
abstract class PropertyHolder implements Properties {

  private final String interfaceName;

  PropertyHolder(String interfaceName) {
    this.interfaceName = interfaceName;
  }

  /** All properties, as they are now. */
  abstract Map<String, Variant<?>> properties();

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the library's signature
  public final <A> A Get(String owner, String name) {
    Variant<?> value = GetAll(owner).get(name);
    if (value == null) {
      throw new UnknownProperty(name + ": expected a property of " + interfaceName);
    }
    return (A) value;
  }

  @Override
  public final <A> void Set(String owner, String name, A value) {
    throw new PropertyReadOnly(name + ": no property can be written");
  }

  @Override
  public final Map<String, Variant<?>> GetAll(String owner) {
    return owner.equals(interfaceName) || owner.isEmpty() ? properties() : Map.of();
  }

  @Override
  public final boolean isRemote() {
    return false;
  }
}
