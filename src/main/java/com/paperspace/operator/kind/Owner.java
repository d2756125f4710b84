package com.paperspace.operator.kind;

import com.paperspace.operator.client.Paperspace;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What an object is a part of, and goes with.
 *
 * @param noun what people call that
 * @param id its id, by what was last seen of the object
 * @param exists whether it is there
 */
record Owner<O>(String noun, Function<O, String> id, BiPredicate<Paperspace, String> exists) {}
