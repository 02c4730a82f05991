package dev.bildwerk.engine;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.global.torch;

/**
 * One of libtorch's operators that have no function of their own in Java, by the name that its dispatcher knows. It takes its
 * arguments as the operator's schema lists them, every one of them.
 */
final class NativeOperator {
    static {
        LibTorch.await();
    }

    private final OperatorHandle handle;

    private NativeOperator(OperatorHandle handle) {
        this.handle = handle;
    }

    /** @param name such as {@code quantized::linear_dynamic} */
    static NativeOperator named(String name) {
        try (PointerScope scope = new PointerScope()) {
            OperatorHandle handle = Dispatcher.singleton().findSchemaOrThrow(name, "");
            handle.retainReference();
            return new NativeOperator(handle);
        }
    }

    /** The operator's one result; what it was made of is freed with the innermost scope. */
    IValue call(IValue... arguments) {
        IValueVector stack = new IValueVector();
        for (IValue argument : arguments) {
            stack.push_back(argument);
        }
        handle.callBoxed(stack);
        return new IValue(stack.get(0));
    }

    /** The operator's one result, where that is a tensor. */
    Tensor tensor(IValue... arguments) {
        // A handle of its own: the value's tensor is gone with the value.
        return new Tensor(new org.bytedeco.pytorch.Tensor(call(arguments).toTensor()));
    }

    /** An empty list for the argument at that place, of the type that the schema gives it. */
    IValue emptyList(int place) {
        var type = handle.schema().arguments().position(place).type();
        return kept(new IValue(new GenericList(type.get().containedType(0))));
    }

    static IValue of(Tensor tensor) {
        return tensor == null ? new IValue() : new IValue(tensor.pointer());
    }

    /** A list of whole numbers; only the parser of schemas makes one from Java. */
    static IValue integers(long... values) {
        try (PointerScope scope = new PointerScope()) {
            var schema = torch.parseSchema("list(int[] values=%s) -> int".formatted(Arrays.toString(values)));
            return kept(new IValue(schema.arguments().default_value().get()));
        }
    }

    /** A value that outlives every scope: its owner closes it. */
    static IValue kept(IValue value) {
        value.retainReference();
        return value;
    }
}
