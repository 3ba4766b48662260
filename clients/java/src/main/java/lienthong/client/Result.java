package lienthong.client;

import lienthong.v1.RecordResult;
import lienthong.v1.SourceRecord;

/**
 * One record, and what became of it.
 *
 * @param number place of the record among those submitted, from 1
 * @param outcome admitted, unchanged (a repeat), parked (not counted until reference data arrives) or refused
 * @param field the national name of the field at fault, "" for none
 * @param reason why, and what to do
 * @param sequence of the fact at its origin, 0 when none was made
 * @param revision of the dossier after it
 */
public record Result(long number, SourceRecord record, RecordResult.Outcome outcome, String field, String reason, long sequence,
    long revision) {}
