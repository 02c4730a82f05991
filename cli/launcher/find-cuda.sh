# Whether Bildwerk should be built with CUDA. Sourced by the launcher.
#
# wants_cuda asks BILDWERK_CUDA (1 or 0), and without it looks for all that CUDA needs: NVIDIA's driver and, as libtorch's
# build for CUDA 13 is linked with them, CUDA's runtime and cuDNN. Whoever has a GPU and not these is not made to fetch
# hundreds of megabytes that cannot be used.

# Folders that installers of CUDA use and that the system's loader does not search by itself.
CUDA_FOLDERS='/usr/local/cuda/lib64 /usr/local/cuda/extras/CUPTI/lib64 /usr/lib/wsl/lib'

wants_cuda() {
    case ${BILDWERK_CUDA:-} in
        0) return 1 ;;
        1) return 0 ;;
    esac
    has_nvidia_driver && has_cuda_library libcudart.so.13 && has_cuda_library libcudnn.so.9
}

has_nvidia_driver() {
    [ -e /proc/driver/nvidia/version ] || [ -e /dev/nvidiactl ] || [ -e /usr/lib/wsl/lib/libcuda.so.1 ]
}

has_cuda_library() {
    for folder in $(printf %s "${LD_LIBRARY_PATH:-}" | tr ':' ' ') $CUDA_FOLDERS; do
        [ -e "$folder/$1" ] && return 0
    done
    ldconfig -p 2>/dev/null | grep -q "^[[:space:]]*$1 "
}

# Lets libtorch find what lies in the usual folders.
add_cuda_folders() {
    for folder in $CUDA_FOLDERS; do
        [ -d "$folder" ] && LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$folder
    done
    [ -z "${LD_LIBRARY_PATH:-}" ] || export LD_LIBRARY_PATH
}
