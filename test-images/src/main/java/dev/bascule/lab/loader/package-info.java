/**
 * Real boot loaders put on disks: what each needs from the factory, and how our commands are told of it. Start at
 * {@link dev.bascule.lab.loader.LoaderSetup}; docs/lab.md says how to add one.
 */
@NullMarked
package dev.bascule.lab.loader;

import org.jspecify.annotations.NullMarked;
