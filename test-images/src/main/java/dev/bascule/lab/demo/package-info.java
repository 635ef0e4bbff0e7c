/**
 * The main job in under a minute, on a disk image file, by the commands that people use. Start at {@link
 * dev.bascule.lab.demo.Demo}.
 */
@NullMarked
package dev.bascule.lab.demo;

import org.jspecify.annotations.NullMarked;
