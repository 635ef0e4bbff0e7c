/** Debian's web server and what it needs, for tests and measurements. Start at {@link dev.bascule.lab.web.Nginx}. */
@NullMarked
package dev.bascule.lab.web;

import org.jspecify.annotations.NullMarked;
