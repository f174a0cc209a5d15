// Elasticsearch 9 keeps the contract of stores.
import { describeOnElasticsearch } from '../support/elasticsearch/describe-on-elasticsearch.js';

describeOnElasticsearch('9.5.3');
