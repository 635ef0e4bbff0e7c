/**
 * Loaders that boot one selected slot and know only whether it is on trial: the conventions of Mender and
 * SWUpdate. Start at {@link dev.bascule.bootctl.selector.SelectorDialect}.
 */
@NullMarked
package dev.bascule.bootctl.selector;

import org.jspecify.annotations.NullMarked;
