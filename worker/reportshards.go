package worker

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"nearmiss/worker/report"
)

// add counts a batch under the day it arrives on. It is safe to repeat: the file
// that a batch goes to follows from its id and the day, and yesterday's file is
// looked into as well.
func (s *Service) add(to reports, batch *report.Batch, tokens int) (*Response, error) {
	shard := shardNumber(batch)
	today := s.options.Now().UTC()
	before, _, err := s.shardOf(to.shard(today.AddDate(0, 0, -1).Format(time.DateOnly), shard))
	if err != nil {
		return nil, err
	}
	if slices.Contains(before.Batches, batch.Batch) {
		return reported, nil
	}
	key := to.shard(today.Format(time.DateOnly), shard)
	for range reportTries {
		sums, etag, err := s.shardOf(key)
		if err != nil {
			return nil, err
		}
		if etag == "" {
			if err := s.forgetComputers(to, today, shard); err != nil {
				return nil, err
			}
		}
		if !sums.Add(batch, tokens) {
			return reported, nil
		}
		err = s.putSums(key, sums, etag)
		if err == nil {
			return reported, nil
		}
		if !errors.Is(err, ErrConflict) {
			return nil, err
		}
	}
	return nil, errors.New("too many reports at once")
}

// daysToForget is how far back the numbers of computers are looked for, when a day
// begins: offices are closed for some days.
const daysToForget = 7

// forgetComputers keeps of the files of the days before only how many computers there
// were. Who writes such a file at the same time has forgotten them, too.
func (s *Service) forgetComputers(to reports, today time.Time, shard int) error {
	for back := range daysToForget {
		key := to.shard(today.AddDate(0, 0, -1-back).Format(time.DateOnly), shard)
		sums, etag, err := s.shardOf(key)
		if err != nil {
			return err
		}
		if sums.ForgetComputers() {
			if err := s.putSums(key, sums, etag); err != nil && !errors.Is(err, ErrConflict) {
				return err
			}
		}
	}
	return nil
}

// shardNumber is which file a batch is added to. All batches of a computer's day go to
// one, so that computers can be counted file by file.
func shardNumber(batch *report.Batch) int {
	number := cmp.Or(batch.Computer, batch.Batch)
	first, _ := strconv.ParseUint(number[:2], 16, 8) // report.Parse has seen that it is hex digits
	return int(first) % reportShards
}

// putSums writes a file of sums over the one with that entity tag; "" for none.
func (s *Service) putSums(key string, sums *report.Sums, etag string) error {
	text, err := json.Marshal(sums)
	if err != nil {
		return err
	}
	return s.store.Put(key, Text(text), Condition{Absent: etag == "", ETag: etag})
}

// shardOf reads a file of sums and its entity tag, "" when there is none yet.
func (s *Service) shardOf(key string) (*report.Sums, string, error) {
	sums := &report.Sums{}
	file, err := s.store.Get(key)
	if errors.Is(err, ErrNotFound) {
		return sums, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	text, err := contentOf(file)
	if err != nil {
		return nil, "", err
	}
	if err := json.Unmarshal(text, sums); err != nil {
		return nil, "", fmt.Errorf("reading %s: %w", key, err)
	}
	return sums, file.ETag, nil
}
