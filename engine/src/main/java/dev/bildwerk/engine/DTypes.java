package dev.bildwerk.engine;

import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** libtorch's names for our number formats and devices. */
final class DTypes {
    static {
        LibTorch.await();
    }

    private DTypes() {}

    static ScalarType scalarType(DType dtype) {
        return switch (dtype) {
            case F64 -> ScalarType.Double;
            case F32 -> ScalarType.Float;
            case F16 -> ScalarType.Half;
            case BF16 -> ScalarType.BFloat16;
            case I64 -> ScalarType.Long;
            case I32 -> ScalarType.Int;
            case I16 -> ScalarType.Short;
            case I8 -> ScalarType.Char;
            case U8 -> ScalarType.Byte;
            case BOOL -> ScalarType.Bool;
        };
    }

    static DType of(ScalarType type) {
        return switch (type.intern()) {
            case Double -> DType.F64;
            case Float -> DType.F32;
            case Half -> DType.F16;
            case BFloat16 -> DType.BF16;
            case Long -> DType.I64;
            case Int -> DType.I32;
            case Short -> DType.I16;
            case Char -> DType.I8;
            case Byte -> DType.U8;
            case Bool -> DType.BOOL;
            default -> throw new IllegalStateException("The engine does not use the number format " + type + ".");
        };
    }

    static TensorOptions options(DType dtype) {
        return new TensorOptions().dtype(new ScalarTypeOptional(scalarType(dtype)));
    }

    static TensorOptions options(DType dtype, Device device) {
        return options(dtype).device(new DeviceOptional(device(device)));
    }

    static org.bytedeco.pytorch.Device device(Device device) {
        return switch (device) {
            case Device.Cpu cpu -> new org.bytedeco.pytorch.Device(torch.DeviceType.CPU);
            case Device.Cuda cuda -> {
                CudaSettings.applyOnFirstUse();
                yield new org.bytedeco.pytorch.Device("cuda:" + cuda.index());
            }
        };
    }
}
