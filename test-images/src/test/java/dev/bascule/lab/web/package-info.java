/** Transfers through real servers and proxies. Start at {@link dev.bascule.lab.web.RealServerIT}. */
@NullMarked
package dev.bascule.lab.web;

import org.jspecify.annotations.NullMarked;
