"""Addressed draws: a number for (seed, future, key, purpose), whatever else is drawn.

A *dimension* is one (seed, key, purpose), its key made of an item's, person's or project's id. Its
*stratified* draws over the futures 0, 1, 2 ... are a van der Corput sequence whose futures are
shuffled in a nested way (Burley 2020, "Practical hash-based Owen scrambling", JCGT 9) and which is
shifted bit by bit. Every draw is uniform, the first 2 ** m futures have one draw in each of 2 ** m
equal strata of every dimension (a Latin hypercube), and more futures leave the first ones as they
are. *Independent* draws are plain random numbers.

The functions take arrays of ``uint64`` that hold 32 bits. Their twins ``..._one`` are the same code
compiled for numbers, so that numpy and the kernel give the same bits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from types import FunctionType
from typing import cast

import numpy as np
import numpy.typing as npt

from allocator.heuristics.kernel.jit import kernel

U64 = npt.NDArray[np.uint64]
Mixer = Callable[[np.uint64, np.uint64], np.uint64]
"""From a future, or its bits in reverse, and an address to 32 bits."""

_M32 = np.uint64(0xFFFFFFFF)
_C1, _C2, _C3 = np.uint64(0x3D20ADEA), np.uint64(0x05526C56), np.uint64(0x53A22864)
_G = np.uint64(0x9E3779B97F4A7C15)
_M1, _M2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_ONE, _S16, _S27 = np.uint64(1), np.uint64(16), np.uint64(27)
_S30, _S31, _S32 = np.uint64(30), np.uint64(31), np.uint64(32)


def address(seed: int, key: str, purpose: str) -> np.uint64:
    """Return the address of a dimension: 64 bits that depend on all three and on nothing else."""
    text = f"{seed}\0{purpose}\0{key}".encode()
    return np.uint64(int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little"))


def addresses(seed: int, keys: list[str], purpose: str) -> U64:
    """Return the addresses of dimensions with one purpose, shape (keys,)."""
    return np.array([address(seed, key, purpose) for key in keys], dtype=np.uint64)


def reversed_bits(futures: U64) -> U64:
    """Return 32 bits in reverse: the van der Corput sequence. Shape as given."""
    x = futures.astype(np.uint64)
    for shift, mask in ((1, 0x55555555), (2, 0x33333333), (4, 0x0F0F0F0F), (8, 0x00FF00FF)):
        s, m = np.uint64(shift), np.uint64(mask)
        x = ((x >> s) & m) | ((x & m) << s)
    return ((x >> _S16) | (x << _S16)) & _M32


def stratified(reverse: U64, address: U64) -> U64:
    """Return 32 bits of each future of a dimension, from its bits in reverse.

    Adding and multiplying carry upwards only, so that each bit of the reverse is flipped by what is
    below it, that is by the higher bits of the future: a nested shuffle (Vegdahl's constants).
    """
    low, high = address & _M32, address >> _S32
    x = reverse ^ ((reverse * _C1) & _M32)
    x = (x + low) & _M32
    x = (x * ((low >> _S16) | _ONE)) & _M32
    x = x ^ ((x * _C2) & _M32)
    mixed: U64 = x ^ ((x * _C3) & _M32) ^ high
    return mixed


def independent(future: U64, address: U64) -> U64:
    """Return 32 independent bits of each future of a dimension (SplitMix64's last steps)."""
    x = address + (future + _ONE) * _G
    x = (x ^ (x >> _S30)) * _M1
    x = (x ^ (x >> _S27)) * _M2
    mixed: U64 = (x ^ (x >> _S31)) >> _S32
    return mixed


def _for_numbers(function: Callable[..., U64]) -> Mixer:
    """Return a copy that the kernel compiles for numbers, while the original stays for arrays."""
    plain = cast(FunctionType, function)
    name = f"{plain.__name__}_one"
    copy = FunctionType(plain.__code__, plain.__globals__, name)
    copy.__qualname__, copy.__module__ = name, plain.__module__
    return cast(Mixer, kernel(inline=True)(copy))


stratified_one = _for_numbers(stratified)
independent_one = _for_numbers(independent)


def drawn_bits(first: int, count: int, own: U64) -> U64:
    """Return 32 stratified bits of futures from ``first`` on.

    Parameters
    ----------
    own
        Addresses of dimensions, shape (D,).

    Returns
    -------
    array
        Shape (D, count).
    """
    with np.errstate(over="ignore"):
        return stratified(reversed_bits(futures_from(first, count)), own[:, None])


def drawn_shares(first: int, count: int, own: U64) -> npt.NDArray[np.float64]:
    """Return the same as numbers from 0 on below 1, shape (D, count)."""
    return drawn_bits(first, count, own) / 2.0**32


def independent_bits(first: int, count: int, own: np.uint64) -> U64:
    """Return 32 independent bits of futures from ``first`` on of one dimension, shape (count,)."""
    with np.errstate(over="ignore"):
        return independent(futures_from(first, count), np.asarray(own))


def futures_from(first: int, count: int) -> U64:
    """Return the numbers of some futures, shape (count,)."""
    return np.arange(first, first + count, dtype=np.uint64)
