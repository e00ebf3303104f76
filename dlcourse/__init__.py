"""A small library that teaches deep learning: every function is its formula.

Read it in this order: layers, activations, losses, network, optimizers,
training. Importing it loads numpy and nothing else of weight.
"""

from dlcourse.activations import (
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    softmax,
    softmax_backward,
    tanh,
    tanh_backward,
)
from dlcourse.convolution import (
    conv2d,
    conv2d_backward,
    conv2d_backward_weights,
    max_pool2d,
    max_pool2d_backward,
)
from dlcourse.gradcheck import gradient_check, numerical_gradient
from dlcourse.initializers import he, initialize, xavier, zeros
from dlcourse.layers import dense, dense_backward
from dlcourse.losses import (
    binary_cross_entropy,
    binary_cross_entropy_grad,
    cross_entropy,
    cross_entropy_grad,
    cross_entropy_with_grad,
    mean_squared_error,
    mean_squared_error_grad,
)
from dlcourse.memory import keep_freed_memory
from dlcourse.metrics import accuracy, confusion_matrix
from dlcourse.network import Network, backprop, forward
from dlcourse.optimizers import SGD, Adam, Momentum, sgd_step
from dlcourse.preprocessing import standardize, train_val_split
from dlcourse.search import admit, fraction_correct, hill_climb, random_search
from dlcourse.training import (
    Epoch,
    best_epoch,
    fit,
    load,
    minibatches,
    save,
    train,
)

keep_freed_memory()

__version__ = "0.1.0"

__all__ = [
    "SGD",
    "Adam",
    "Epoch",
    "Momentum",
    "Network",
    "accuracy",
    "admit",
    "backprop",
    "best_epoch",
    "binary_cross_entropy",
    "binary_cross_entropy_grad",
    "confusion_matrix",
    "conv2d",
    "conv2d_backward",
    "conv2d_backward_weights",
    "cross_entropy",
    "cross_entropy_grad",
    "cross_entropy_with_grad",
    "dense",
    "dense_backward",
    "fit",
    "forward",
    "fraction_correct",
    "gradient_check",
    "he",
    "hill_climb",
    "initialize",
    "load",
    "max_pool2d",
    "max_pool2d_backward",
    "mean_squared_error",
    "mean_squared_error_grad",
    "minibatches",
    "numerical_gradient",
    "random_search",
    "relu",
    "relu_backward",
    "save",
    "sgd_step",
    "sigmoid",
    "sigmoid_backward",
    "softmax",
    "softmax_backward",
    "standardize",
    "tanh",
    "tanh_backward",
    "train",
    "train_val_split",
    "xavier",
    "zeros",
]
