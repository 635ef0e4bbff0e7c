/**
 * The rescue command {@code bascule-bootctl}: slots by hand, without a daemon, a bus or a network. Start
 * at {@link dev.bascule.bootctl.cli.Main}.
 */
@NullMarked
package dev.bascule.bootctl.cli;

import org.jspecify.annotations.NullMarked;
