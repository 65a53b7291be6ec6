"""A small exact solver for days on a grid: priced walks with a growing memory bound a search over labels.

The bound lets a walk return to a target, but each target has a price for being met more than once, and each
place remembers some targets that must not come again (dynamic ng-routes). Prices follow a subgradient;
memories grow along the repeats of the best walk. A step that no walk above the known sum can take is struck
out, which tightens the bound again. A label is where one stands, when, and who was met; that with the highest
bound goes first, so the search ends with a proof. A day that this leaves open is split at a target that walks
meet half of the time: without it, and with it (its price may then be a reward). Only for measuring.
"""

from __future__ import annotations

import heapq
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pipeline.plan.problem import Problem

NEVER = np.float32(-1e9)


class Exact:
    """One problem on its grid; tasks first, then the entrance as the last node."""

    def __init__(self, problem: Problem, grid: int, *, memory: int = 8) -> None:
        self.tasks, self.grid, self.memory = problem.tasks, grid, memory
        self.slots = (problem.end - problem.start) // grid
        self.size = size = len(problem.tasks)
        walk = np.zeros((size + 1, size), dtype=int)
        for j, task in enumerate(problem.tasks):
            for i, other in enumerate(problem.tasks):
                walk[i, j] = problem.walk[other.way_out][task.place] // grid
            walk[size, j] = problem.walk[problem.entrance][task.place] // grid
        self.walk = walk
        self.minutes = np.array([task.minutes // grid for task in problem.tasks])
        self.prizes = np.array([float(task.prize) for task in problem.tasks], dtype=np.float32)
        self.fixed = [j for j, task in enumerate(problem.tasks) if task.fixed]
        self.fixed.sort(key=lambda j: problem.tasks[j].windows[0][0])
        self.fixed_at = [problem.tasks[j].windows[0][0] // grid for j in self.fixed]
        self.last = max(self.fixed_at, default=-1)
        self.starts = np.array([self._starts(task.windows) for task in problem.tasks])
        self.ends = np.array([[self._end(i, t) for i in range(size + 1)] for t in range(self.slots + 1)])
        self.known: list[list[int]] = [[j] for j in range(size)] + [[]]
        self.wanted = np.zeros(size, dtype=bool)
        self.met = np.zeros(size)

    def _starts(self, windows: tuple[tuple[int, int], ...]) -> list[int]:
        """Return the first possible start at or after each slot; beyond the day where there is none."""
        found = []
        for slot in range(self.slots + 1):
            possible = [max(slot, -(-a // self.grid)) for a, b in windows if b // self.grid >= slot]
            found.append(min(possible, default=10 * self.slots))
        return found

    def _end(self, i: int, t: int) -> list[int]:
        """Return when each task would end if one left node i at slot t; -1 where it must not be done."""
        arrive = t + self.walk[i]
        possible = arrive <= self.slots
        start = np.where(possible, self.starts[np.arange(self.size), np.minimum(arrive, self.slots)], 10**6)
        end = start + self.minutes
        ok = possible & (end <= self.slots)
        ahead = [(j, at) for j, at in zip(self.fixed, self.fixed_at, strict=True) if at >= t]
        if ahead:
            talk, at = ahead[0]
            in_time = end + self.walk[: self.size, talk] <= at
            in_time[talk] = True
            ok &= in_time
        for j in self.fixed:
            ok[j] &= bool(ahead) and j == ahead[0][0]
        return [int(one) if good else -1 for one, good in zip(end, ok, strict=True)]

    def _tables(self) -> np.ndarray:
        """Return the memory after going from node i with memory S to task j; -1 where j is remembered."""
        masks = 1 << max(len(known) for known in self.known)
        table = np.full((self.size + 1, masks, self.size), -1, dtype=np.int32)
        every = np.arange(masks)
        for i, mine in enumerate(self.known):
            for j, theirs in enumerate(self.known[: self.size]):
                after = np.full(masks, 1 << theirs.index(j))
                for bit, node in enumerate(mine):
                    if node in theirs:
                        after |= ((every >> bit) & 1) << theirs.index(node)
                if j in mine:
                    after = np.where((every >> mine.index(j)) & 1, -1, after)
                table[i, :, j] = after
        return table

    def list_steps(self) -> None:
        """List the steps from every slot and node that can be reached at all, the latest slot first."""
        reached = np.zeros((self.slots + 1, self.size + 1), dtype=bool)
        reached[0, self.size] = True
        self.steps: list[tuple[int, int, np.ndarray, np.ndarray]] = []
        for t in range(self.slots + 1):
            for i in np.flatnonzero(reached[t]).tolist():
                js = np.flatnonzero(self.ends[t, i] >= 0)
                reached[self.ends[t, i, js], js] = True
                if len(js):
                    self.steps.append((t, i, js, self.ends[t, i, js]))
        self.ends[~reached] = -1
        self.steps.reverse()

    def best_walks(self, prices: np.ndarray, table: np.ndarray) -> np.ndarray:
        """Return the best value by slot, node left and memory, with prices and with unremembered repeats."""
        worth = self.prizes - prices.astype(np.float32)
        best = np.full((self.slots + 1, self.size + 1, table.shape[1]), NEVER, dtype=np.float32)
        best[self.last + 1 :] = 0.0
        never, after = np.where(table < 0, NEVER, np.float32(0.0)), np.maximum(table, 0)
        for t, i, js, ends in self.steps:
            values = best[ends, js, after[i][:, js]] + (never[i][:, js] + worth[js])
            np.maximum(values.max(axis=1), best[t, i], out=best[t, i])
        return best

    def walk_of(self, best: np.ndarray, prices: np.ndarray, table: np.ndarray) -> list[int]:
        """Return the tasks of the best walk, repeats and all."""
        node, t, memory, path = self.size, 0, 0, []
        worth = self.prizes - prices.astype(np.float32)
        while True:
            ends, after = self.ends[t][node], table[node][memory]
            values = worth + best[ends, np.arange(self.size), np.maximum(after, 0)]
            values = np.where((ends >= 0) & (after >= 0), values, NEVER)
            j = int(values.argmax())
            if values[j] <= (0.0 if t > self.last else NEVER):
                return path
            path.append(j)
            node, t, memory = j, int(ends[j]), int(after[j])

    def _remember(self, path: list[int]) -> bool:
        """Let the places between two visits of one target remember it; return whether any memory grew."""
        grown = False
        seen: dict[int, int] = {}
        for at, j in enumerate(path):
            if j in seen:
                for between in path[seen[j] + 1 : at]:
                    if j not in self.known[between] and len(self.known[between]) < self.memory:
                        self.known[between].append(j)
                        grown = True
            seen[j] = at
        return grown

    def strike_out(self, prices: np.ndarray, table: np.ndarray, wanted: float) -> int:
        """Take out each step (slot, from, to) that no walk worth the wanted sum takes; return how many."""
        worth = self.prizes - prices.astype(np.float32)
        onward = self.best_walks(prices, table)
        reached = np.full_like(onward, NEVER)
        reached[0, self.size, 0] = 0.0
        need, after = np.float32(wanted - 0.01 - prices.sum()), np.maximum(table, 0)
        struck = 0
        for t in range(self.slots + 1):
            for i in range(self.size + 1):
                here = reached[t, i]
                memories = np.flatnonzero(here > NEVER / 2)
                js = np.flatnonzero(self.ends[t][i] >= 0)
                if not len(js):
                    continue
                if not len(memories):
                    self.ends[t, i, js] = -1
                    continue
                ends, then = self.ends[t][i][js], after[i][memories][:, js]
                values = here[memories][:, None] + worth[js][None, :]
                values = np.where(table[i][memories][:, js] >= 0, values, NEVER)
                good = (values + onward[ends[None, :], js[None, :], then]).max(axis=0) >= need
                self.ends[t, i, js[~good]] = -1
                struck += int((~good).sum())
                for column in np.flatnonzero(good).tolist():
                    target = reached[int(ends[column]), int(js[column])]
                    np.maximum.at(target, then[:, column], values[:, column])
        self.list_steps()
        return struck

    def priced(
        self, floor: float, unit: float, steps: int, begin: np.ndarray
    ) -> tuple[float, np.ndarray, np.ndarray]:
        """Return the lowest bound that was found, its prices, and its table of memories."""
        prices = begin.copy()
        free = np.array([not task.fixed for task in self.tasks])
        lowest, chosen, scale, since = float("inf"), prices, 1.0, 0
        least = np.where(self.wanted, -np.inf, 0.0)
        table = self._tables()
        for step in range(steps):
            best = self.best_walks(prices, table)
            bound = float(best[0, self.size, 0] + prices.sum())
            since += 1
            if bound < lowest - 0.01:
                lowest, chosen, since = bound, prices.copy(), 0
            if lowest < floor + unit:
                break
            path = self.walk_of(best, prices, table)
            self.met = 0.9 * self.met + 0.1 * np.bincount(path, minlength=self.size)
            if step % 4 == 3 and self._remember(path):
                table = self._tables()
            if since > 6:
                scale, since, prices = scale * 0.6, 0, chosen.copy()
                continue
            slope = (1 - np.bincount(path, minlength=self.size)) * free
            gap = max(bound - floor, unit)
            prices = np.maximum(least, prices - scale * gap / max(1.0, float(slope @ slope)) * slope)
        return lowest, chosen, table

    def optimum(self, floor: float, *, parts: int = 12) -> tuple[float, bool, float]:
        """Return the highest sum of prizes, whether it is proven, and the bound; ``floor`` is a known sum."""
        floor, proven, bound, prices = self._bounded(floor, np.zeros(self.size), rounds=12)
        if not proven:
            unit = float(np.gcd.reduce([task.prize for task in self.tasks if task.prize]))
            floor, proven = self._searched(floor, unit, prices, self._tables(), 6_000_000)
        left = [] if proven else self._split(prices)
        while left and parts:
            parts -= 1
            self.ends, self.wanted, prices = left.pop()
            floor, proven, _, prices = self._bounded(floor, prices, rounds=3)
            left += [] if proven else self._split(prices)
        return floor, not left, bound

    def _split(self, prices: np.ndarray) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Return both halves of what is open: steps, who has to be met, and prices to begin with."""
        free = np.array([not task.fixed for task in self.tasks]) & ~self.wanted
        free &= (self.ends >= 0).any(axis=(0, 1))
        j = int(np.where(free, -np.abs(self.met - 0.5), NEVER).argmax())
        without, wanted, cheap = self.ends.copy(), self.wanted.copy(), prices.copy()
        without[:, :, j], wanted[j], cheap[j] = -1, True, 0.0
        return [(without, self.wanted.copy(), cheap), (self.ends.copy(), wanted, prices.copy())]

    def _bounded(
        self, floor: float, prices: np.ndarray, *, rounds: int, steps: int = 25, most_labels: int = 200_000
    ) -> tuple[float, bool, float, np.ndarray]:
        """Return the best sum known, whether nothing here can be better, the bound, and its prices."""
        unit = float(np.gcd.reduce([task.prize for task in self.tasks if task.prize]))
        bound = float("inf")
        self.list_steps()
        for number in range(rounds):
            bound, prices, table = self.priced(floor, unit, steps * min(number + 1, 4), prices)
            if bound < floor + unit:
                return floor, True, bound, prices
            self.strike_out(prices, table, floor + unit)
            if number % 3 == 2:
                floor, proven = self._searched(floor, unit, prices, table, most_labels * number)
                if proven:
                    return floor, True, bound, prices
                self.memory = min(self.memory + 1, 12)
        return floor, False, bound, prices

    def _searched(
        self, floor: float, unit: float, prices: np.ndarray, table: np.ndarray, most_labels: int
    ) -> tuple[float, bool]:
        """Return the best sum of this search over labels, and whether it went through all of them."""
        reach = self.best_walks(prices, table)
        heap = [(-float("inf"), 0, 0, self.size, 0, 0, 0.0, float(prices.sum()))]
        earliest: dict[tuple[int, int], int] = {}
        ticket, done = count(1), floor
        while heap:
            high, _, t, node, memory, mask, prize, left = heapq.heappop(heap)
            if -high < done + unit - 0.01:
                return done, True
            if t > self.last:
                done = max(done, prize)
            for j in np.flatnonzero((self.ends[t][node] >= 0) & (table[node][memory] >= 0)).tolist():
                state = (j, mask | 1 << j)
                end = int(self.ends[t][node][j])
                if mask >> j & 1 or earliest.get(state, self.slots + 1) <= end:
                    continue
                earliest[state] = end
                after, rest = int(table[node][memory][j]), left - prices[j]
                most = prize + float(self.prizes[j]) + rest + float(reach[end, j, after])
                if most >= done + unit - 0.01:
                    item = (-most, next(ticket), end, j, after, state[1], prize + float(self.prizes[j]), rest)
                    heapq.heappush(heap, item)
            if len(earliest) > most_labels:
                return done, False
        return done, True
