/**
 * The device's package: a Java runtime with only what the programs need, the programs, units and manual pages, as a
 * tree, a tar and a Debian package. Start at {@link dev.bascule.lab.pack.DevicePackage}.
 */
@NullMarked
package dev.bascule.lab.pack;

import org.jspecify.annotations.NullMarked;
