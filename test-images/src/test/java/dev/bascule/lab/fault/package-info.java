/** Mistakes put into copies of our classes, which tests must find. */
@NullMarked
package dev.bascule.lab.fault;

import org.jspecify.annotations.NullMarked;
