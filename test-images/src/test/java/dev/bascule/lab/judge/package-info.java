/** Other projects' tools, asked what they think of what we wrote. */
@NullMarked
package dev.bascule.lab.judge;

import org.jspecify.annotations.NullMarked;
